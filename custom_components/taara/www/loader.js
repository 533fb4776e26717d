// Where the list of resources is kept in YAML: load the card once elements may be.
customElements
  .whenDefined("home-assistant")
  .then(() => import(import.meta.url.replace("loader.js", "taara.js")));
