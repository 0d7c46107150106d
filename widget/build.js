// @ts-check
/**
 * Bundles and minifies the sources into dist/, with the hash of each file written where it is loaded from, and
 * dist/manifest.json, which says from what it was made. `node build.js FOLDER` writes elsewhere.
 */

import { execFileSync } from 'node:child_process';
import { createHash } from 'node:crypto';
import { mkdirSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { dirname, join, resolve } from 'node:path';
import { fileURLToPath } from 'node:url';
import { build, transform, version as esbuild } from 'esbuild';

const HERE = dirname(fileURLToPath(import.meta.url));
const TO = resolve(process.argv[2] ?? join(HERE, 'dist'));
const { version, devDependencies } = JSON.parse(readFileSync(join(HERE, 'package.json'), 'utf8'));
const SHIMS = ['zendesk.js', 'beacon.js'];

/** @type {Record<string, {sha256: string, integrity: string, bytes: number}>} */
const files = {};

/** @param {Buffer | string} content @param {'hex' | 'base64'} form */
const hash = (content, form) => createHash('sha256').update(content).digest(form);

/** @param {string} path @param {string} content */
function write(path, content) {
  const target = join(TO, path);
  mkdirSync(dirname(target), { recursive: true });
  writeFileSync(target, content);
  files[path] = { sha256: hash(content, 'hex'), integrity: `sha256-${hash(content, 'base64')}`, bytes: Buffer.byteLength(content) };
}

/** The style sheet stands in a template: it is minified as what it is. */
const styles = {
  name: 'styles',
  /** @param {import('esbuild').PluginBuild} bundle */
  setup(bundle) {
    bundle.onLoad({ filter: /styles\.js$/ }, async ({ path }) => {
      const { STYLES } = await import(path);
      const { code } = await transform(STYLES, { loader: 'css', minify: true });
      return { contents: `export const STYLES = ${JSON.stringify(code.trim())}`, loader: 'js' };
    });
  },
};

/** @param {string} path @param {'esm' | 'iife'} format @param {Record<string, unknown>} [define] */
async function bundle(path, format, define = {}) {
  const { outputFiles } = await build({
    entryPoints: [join(HERE, 'src', path)],
    absWorkingDir: HERE,
    bundle: true,
    minify: true,
    write: false,
    format,
    target: 'es2022',
    charset: 'utf8',
    legalComments: 'none',
    plugins: [styles],
    define: Object.fromEntries(Object.entries(define).map(([name, value]) => [name, JSON.stringify(value)])),
    logLevel: 'warning',
  });
  write(path, outputFiles[0].text);
}

/** Everything that decides what is built. */
function sources() {
  const own = ['build.js', 'package.json', 'package-lock.json', 'tsconfig.json', 'tsconfig.types.json'];
  const modules = readdirSync(join(HERE, 'src'), { recursive: true, encoding: 'utf8' }).filter((name) => /\.(js|ts)$/.test(name));
  const paths = [...own, ...modules.map((name) => `src/${name.replaceAll('\\', '/')}`)].sort();
  return Object.fromEntries(paths.map((path) => [path, hash(readFileSync(join(HERE, path)), 'hex')]));
}

/** @param {(path: string) => boolean} wanted */
const hashes = (wanted) => Object.fromEntries(Object.entries(files).filter(([path]) => wanted(path)).map(([path, { integrity }]) => [path, integrity]));

if (esbuild !== devDependencies.esbuild) throw new Error(`esbuild ${esbuild} is installed; package.json wants ${devDependencies.esbuild}: run npm ci`);
rmSync(TO, { recursive: true, force: true });
for (const name of readdirSync(join(HERE, 'src', 'i18n')).sort()) await bundle(`i18n/${name}`, 'esm');
await bundle('attach.js', 'esm');
await bundle('answerbot.js', 'esm', { BUILT_HASHES: hashes(() => true), BUILT_VERSION: version });
await bundle('embed.js', 'iife', { BUILT_INTEGRITY: files['answerbot.js'].integrity });
for (const shim of SHIMS) await bundle(shim, 'iife');
execFileSync(process.execPath, [join(HERE, 'node_modules/typescript/bin/tsc'), '-p', join(HERE, 'tsconfig.types.json'), '--outDir', join(TO, 'types')], { stdio: 'inherit' });
const made = { version, esbuild, typescript: devDependencies.typescript };
writeFileSync(join(TO, 'manifest.json'), `${JSON.stringify({ ...made, files, sources: sources() }, null, 1)}\n`);
