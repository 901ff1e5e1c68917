/** Writes what VitePress builds from: every document, the figures with their commands, the API. */
import { cpSync, mkdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { Application, type TypeDocOptions } from 'typedoc';
import { figures } from '../src/figures/index.ts';
import { diagramAsTable, type Place, relink } from './markdown.ts';
import { decisions, root, sections } from './pages.ts';

/** Pictures of the documents, where they lie in the repository and on the site. */
const PICTURES = ['page.png', 'figures'];

export async function writeSource(folder: string): Promise<void> {
  rmSync(folder, { recursive: true, force: true });
  const pages = [...sections().flatMap((section) => section.pages), ...decisions()];
  for (const picture of PICTURES)
    cpSync(join(root, 'docs', picture), join(folder, picture), { recursive: true });
  cpSync(join(root, 'web/public/icon.svg'), join(folder, 'public/icon.svg'));
  for (const { id } of figures)
    cpSync(join(root, 'test/figures/snapshots', `${id}.svg`), join(folder, 'smallest', `${id}.svg`));
  const places = new Map<string, Place>(
    pages.map(({ source, path, title }) => [source, { path: `${path}.md`, title }]),
  );
  for (const { source, path } of pages) {
    const text = readFileSync(join(root, source), 'utf8');
    for (const [, target] of text.matchAll(/!\[[^\]]*\]\(([^()\s]+)\)/g)) {
      const picture = join(dirname(source), target!);
      places.set(picture, { path: picture.replace(/^docs\//, ''), title: '' });
    }
    const file = join(folder, `${path}.md`);
    mkdirSync(dirname(file), { recursive: true });
    const onSite = diagramAsTable(relink(text, source, places));
    writeFileSync(file, EXTRAS[source]?.(onSite) ?? onSite);
  }
  await writeApi(join(folder, 'api'));
}

/** Documents with more on the site: every figure, and a link to the live page below its heading. */
const EXTRAS: Readonly<Record<string, (text: string) => string>> = {
  'docs/figures.md': (text) => text + figureList(),
  'docs/page.md': (text) => text.replace(/^# .+\n/, '$&\n**[Open the page](/play/){target="_self"}**\n'),
};

/** Every figure with its picture, its paper and its command. */
function figureList(): string {
  const parts = figures.map(({ id, title, paper, number, time }) =>
    [
      `### ${title}`,
      `![${title}](./smallest/${id}.svg)`,
      `${paper}${number === '' ? '' : `, ${number}`}. About ${time.quick} with \`--quick\`.`,
      `\`\`\`sh\nexpressivity figure ${id} --out out/${id}\n\`\`\``,
    ].join('\n\n'),
  );
  const head = 'Each picture has the smallest size, `--test`, which takes seconds.';
  return `\n## Every figure with its command\n\n${head}\n\n${parts.join('\n\n')}\n`;
}

const ENTRIES = { index: 'expressivity', node: 'expressivity/node', kernels: 'expressivity/kernels' };

/** The API from the doc comments of the three entries: a page for each. */
async function writeApi(out: string): Promise<void> {
  const options: TypeDocOptions & Record<string, unknown> = {
    plugin: ['typedoc-plugin-markdown'],
    entryPoints: Object.keys(ENTRIES).map((name) => join(root, 'src', `${name}.ts`)),
    tsconfig: join(root, 'tsconfig.json'),
    name: 'API',
    readme: 'none',
    out,
    outputFileStrategy: 'modules',
    entryFileName: 'index',
    excludeExternals: true,
    excludePrivate: true,
    excludeReferences: true,
    disableSources: true,
    hideBreadcrumbs: true,
    hidePageHeader: true,
    groupOrder: ['Functions', 'Variables', 'Classes', 'Interfaces', 'Type Aliases'],
    parametersFormat: 'table',
    interfacePropertiesFormat: 'table',
    classPropertiesFormat: 'table',
    typeDeclarationFormat: 'table',
    skipErrorChecking: true,
    logLevel: 'Error',
  };
  const app = await Application.bootstrapWithPlugins(options as TypeDocOptions);
  const project = await app.convert();
  if (project === undefined) throw new Error('API: TypeDoc made nothing of the sources');
  for (const entry of project.children ?? []) entry.name = ENTRIES[entry.name as keyof typeof ENTRIES];
  await app.generateOutputs(project);
}
