"""The site: pages, links, search data and the files beside the pages."""
