/* The theme loads its index from here where a page is opened from a disk; what is found stands in search-data.js. */
var __index = { config: {}, docs: [] };
