/* The theme loads its index from here if a page is opened from a disk. The entries are in search-data.js. */
var __index = { config: {}, docs: [] };
