/** The licences of the packages of which something is in the files that are shipped. */
import { readdirSync, readFileSync } from 'node:fs';

/**
 * Packages that name their licence without bringing its text, and another of the same authors or licence that
 * has it.
 */
const ELSEWHERE: Readonly<Record<string, string>> = {
  '@assemblyscript/loader': 'node_modules/assemblyscript/LICENSE',
  boolbase: 'node_modules/picocolors/LICENSE',
};

/**
 * The licences of the packages that these files are of. Packages that share a text stand above it together.
 * `notices`: those inside the files, where they are left out of what is shipped.
 */
export function licences(files: readonly string[], notices: string): string {
  const folders = new Set(files.flatMap((file) => /^.*node_modules\/(?:@[^/]+\/)?[^/]+/.exec(file) ?? []));
  const byText = new Map<string, string[]>();
  for (const folder of [...folders].sort()) {
    const manifest = JSON.parse(readFileSync(`${folder}/package.json`, 'utf8'));
    const { name, version, license } = manifest;
    const text = licenceText(folder, manifest);
    byText.set(text, [...(byText.get(text) ?? []), `${name} ${version} (${license})`]);
  }
  const sections = [...byText].map(([text, names]) => `${names.join('\n')}\n\n${text}`);
  return `${[...sections, notices.trim()].join(`\n\n${'-'.repeat(80)}\n\n`)}\n`;
}

/** The text of a package's licence. Where it is another's, the copyright line is the package's own author. */
function licenceText(folder: string, { name, author }: { name: string; author?: string }): string {
  const files = readdirSync(folder).filter((file) => /^(licen[cs]e|notice)/i.test(file));
  if (files.length > 0)
    return files.map((file) => readFileSync(`${folder}/${file}`, 'utf8').trim()).join('\n\n');
  const text = readFileSync(ELSEWHERE[name] ?? `${folder}/LICENSE`, 'utf8').trim();
  return text.replace(/^Copyright \(c\).*$/m, `Copyright (c) ${author}`);
}
