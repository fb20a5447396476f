// Copies the libraries of the pages out of node_modules, as 'npm ci' has put them there, into the folder that the app serves. Browsers know
// no packages, so an import of one becomes that of the file beside it. Of a large library only what the pages call is taken, made small.
//   node vendor.mjs            writes the files
//   node vendor.mjs --check    fails where a file is not what the packages give
import { mkdir, readFile, readdir, writeFile } from "node:fs/promises";
import { fileURLToPath } from "node:url";
import { build } from "esbuild";

const here = new URL("./", import.meta.url);
const to = new URL("../../functions/Features/Pages/wwwroot/vendor/", here);
const check = process.argv.includes("--check");

const libraries = [
  { name: "preact", file: "dist/preact.mjs", as: "preact.js" },
  { name: "preact", file: "hooks/dist/hooks.mjs", as: "hooks.js" },
  { name: "@preact/signals-core", file: "dist/signals-core.module.js", as: "signals-core.js" },
  { name: "@preact/signals", file: "dist/signals.module.js", as: "signals.js" },
  { name: "htm", file: "dist/htm.module.js", as: "htm.js" },
  { name: "oauth4webapi", file: "build/index.js", as: "oauth4webapi.js",
    only: ["None", "allowInsecureRequests", "authorizationCodeGrantRequest", "calculatePKCECodeChallenge", "discoveryRequest",
      "generateRandomCodeVerifier", "generateRandomNonce", "generateRandomState", "getValidatedIdTokenClaims",
      "processAuthorizationCodeResponse", "processDiscoveryResponse", "processRefreshTokenResponse", "refreshTokenGrantRequest",
      "validateAuthResponse"] },
];
const beside = {
  "preact": "./preact.js",
  "preact/hooks": "./hooks.js",
  "@preact/signals-core": "./signals-core.js",
};

function fileOf(specifier, importer) {
  if (!(specifier in beside)) throw new Error(`${importer} imports ${specifier}, which has no file here.`);
  return beside[specifier];
}

/** What is exported under these names, and what it needs. */
async function partOf(library, names) {
  const { outputFiles } = await build({
    stdin: { contents: `export { ${names.join(", ")} } from "${library}";`, resolveDir: fileURLToPath(here) },
    bundle: true, format: "esm", minify: true, target: "es2022", legalComments: "none", write: false,
  });
  return outputFiles[0].text;
}

const files = new Map();
const licences = [];
for (const { name, file, as, only } of libraries) {
  const from = new URL(`node_modules/${name}/`, here);
  const source = only ? await partOf(name, only) : await readFile(new URL(file, from), "utf8");
  files.set(as, source
    .replace(/((?:^|;)(?:import|export)[^;"]*from\s*)"([^".][^"]*)"/gm, (_, word, specifier) => `${word}"${fileOf(specifier, as)}"`)
    .replace(/\n?\/\/# sourceMappingURL=.*\s*$/, "\n"));
  if (licences.some(l => l.name === name)) continue;
  const { version, license } = JSON.parse(await readFile(new URL("package.json", from), "utf8"));
  const text = (await readdir(from)).find(f => /^licen[cs]e/i.test(f));
  licences.push({ name, version, license, text: await readFile(new URL(text, from), "utf8") });
}
files.set("LICENSES.txt", licences
  .map(l => `${l.name} ${l.version} (${l.license})\n\n${l.text.trim()}\n`)
  .join(`\n${"-".repeat(80)}\n\n`));

await mkdir(to, { recursive: true });
let wrong = 0;
for (const [as, content] of files) {
  if (!check) {
    await writeFile(new URL(as, to), content);
  } else if (await readFile(new URL(as, to), "utf8").catch(() => "") !== content) {
    console.error(`${fileURLToPath(new URL(as, to))} is not what the packages give: run 'npm run vendor' in infra/pages.`);
    wrong++;
  }
}
console.log(`${files.size} files${check ? ` compared, ${wrong} differ` : " written"}.`);
process.exitCode = wrong === 0 ? 0 : 1;
