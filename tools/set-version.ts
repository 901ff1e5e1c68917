/** `npm version` calls it: src/version.ts and CITATION.cff get the version of package.json, and the day. */
import { readFileSync, writeFileSync } from 'node:fs';

const { version } = JSON.parse(readFileSync('package.json', 'utf8')) as { version: string };
const today = new Date().toISOString().slice(0, 10);

function change(file: string, edit: (text: string) => string): void {
  writeFileSync(file, edit(readFileSync(file, 'utf8')));
}
change('src/version.ts', (text) => text.replace(/'[^']+';$/m, `'${version}';`));
change('CITATION.cff', (text) =>
  text
    .replace(/^date-released: .*\n/m, '')
    .replace(/^version: .*$/m, `version: ${version}\ndate-released: '${today}'`),
);
