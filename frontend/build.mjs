// Build the card into the integration; with --check, compare it with what is there.
import { build, transform } from "esbuild";
import { readFile, writeFile } from "node:fs/promises";
import { gzipSync } from "node:zlib";
import { minify } from "terser";

const OUT = new URL("../custom_components/taara/www/taara.js", import.meta.url);
const MOST_RAW = 45 * 1024;
const MOST_GZIP = 15 * 1024;
const tightStyles = (styles) =>
  styles
    .replace(/\/\*.*?\*\//g, "")
    .replace(/\s*([{};,:>])\s+|\s+(?=[{}`])/g, "$1")
    .replace(/;}/g, "}")
    .replace(/\b0\./g, ".");

// White space that no browser shows need not travel: in templates, minifiers keep it.
const tight = {
  name: "tight templates",
  setup(builder) {
    builder.onLoad({ filter: /src\/.*\.ts$/ }, async ({ path }) => {
      const { code } = await transform(await readFile(path, "utf8"), {
        loader: "ts",
        charset: "utf8",
      });
      const contents = code
        .replace(/(?<=[>}`"]|<\/?\w+)\s*\n\s*(?=<\/|<\w|>)/g, "")
        .replace(/>\s*\n\s*(?=\$\{|`)/g, ">")
        .replace(/\s*\n\s*/g, " ")
        .replace(/\bcss`[^`]*`/g, tightStyles);
      return { contents, loader: "js" };
    });
  },
};

const built = await build({
  entryPoints: [new URL("src/main.ts", import.meta.url).pathname],
  bundle: true,
  charset: "utf8",
  format: "esm",
  legalComments: "none",
  minify: true,
  plugins: [tight],
  target: "es2022",
  write: false,
});
const bundle = built.outputFiles[0].text;
const { code } = await minify(bundle, {
  compress: {
    ecma: 2022,
    keep_fargs: false,
    passes: 3,
    pure_getters: true,
    unsafe: true,
    unsafe_arrows: true,
    unsafe_methods: true,
  },
  ecma: 2022,
  module: true,
});
const text = `// Built from frontend/; do not edit.\n${code}\n`;
const raw = Buffer.byteLength(text);
const gzip = gzipSync(text, { level: 9 }).length;
console.log(`taara.js: ${raw} bytes, ${gzip} gzipped`);
if (raw > MOST_RAW || gzip > MOST_GZIP) {
  console.error(`too large: at most ${MOST_RAW} bytes, ${MOST_GZIP} gzipped`);
  process.exitCode = 1;
}
if (!process.argv.includes("--check")) {
  await writeFile(OUT, text);
} else if ((await readFile(OUT, "utf8").catch(() => "")) !== text) {
  console.error("custom_components/taara/www/taara.js is not what frontend/ makes.");
  process.exitCode = 1;
}
