module.exports = (eleventy) => {
  eleventy.addGlobalData("layout", "base.njk");
  return { dir: { input: "pages", output: "site", includes: "../layouts" }, markdownTemplateEngine: false };
};
