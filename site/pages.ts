/** The pages of the documentation site, in the order of its sidebar. `docs/` holds the texts. */
import { existsSync, readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';

export const root = fileURLToPath(new URL('..', import.meta.url));

export interface SitePage {
  /** The Markdown file, from the root of the repository. */
  readonly source: string;
  /** Path on the site, without an ending. */
  readonly path: string;
  readonly title: string;
}

export interface Section {
  readonly title: string;
  readonly pages: readonly SitePage[];
}

const TEXTS: readonly (readonly [section: string, sources: readonly string[]])[] = [
  ['Start', ['docs/README.md', 'docs/page.md', 'docs/install.md']],
  ['Recipes', ['docs/examples.md', 'docs/recipes/', 'docs/python.md']],
  ['Concepts', ['docs/concepts.md', 'docs/theory.md', 'docs/reproducibility.md']],
  [
    'Command line',
    ['docs/command-line.md', 'docs/formats.md', 'docs/runs.md', 'docs/training.md', 'docs/figures.md'],
  ],
  ['Library', ['docs/library.md', 'docs/node.md']],
  ['Kernels', ['docs/kernels.md']],
  ['Clusters', ['docs/clusters.md']],
  ['Performance', ['docs/performance.md', 'bench/README.md']],
  ['Decisions', ['docs/decisions/README.md', 'docs/architecture.md']],
  [
    'Project',
    [
      'docs/compatibility.md',
      'docs/citing.md',
      'CONTRIBUTING.md',
      'SECURITY.md',
      'CHANGELOG.md',
      'data/README.md',
    ],
  ],
];

/** Short titles, and paths of texts from outside `docs/`. Every other page has its heading and its path. */
const TITLES: Readonly<Record<string, string>> = {
  'docs/page.md': 'Try it: the page',
  'docs/theory.md': 'Theory',
  'docs/reproducibility.md': 'Reproducibility',
  'docs/figures.md': 'Figures of the papers',
  'docs/library.md': 'In browsers and workers',
  'docs/node.md': 'In Node',
  'docs/kernels.md': 'The WebAssembly core',
  'docs/performance.md': 'Performance',
  'bench/README.md': 'Benchmarks',
  'docs/decisions/README.md': 'All decisions',
  'data/README.md': 'The digits',
};
const PATHS: Readonly<Record<string, string>> = {
  'docs/README.md': 'index',
  'bench/README.md': 'benchmarks',
  'data/README.md': 'digits',
  'CONTRIBUTING.md': 'contributing',
  'SECURITY.md': 'security',
  'CHANGELOG.md': 'changelog',
};

/** Every document has a page: those that no section names stand at the end of the last one. */
export function sections(): Section[] {
  const named = new Set(TEXTS.flatMap(([, sources]) => sources.flatMap(filesOf)));
  const others = filesOf('docs/').filter((file) => !named.has(file));
  return TEXTS.map(([title, sources], i) => ({
    title,
    pages: [...sources.flatMap(filesOf), ...(i === TEXTS.length - 1 ? others : [])].map(pageOf),
  }));
}

/** The decisions, which the sidebar does not list one by one. */
export const decisions = (): SitePage[] =>
  filesOf('docs/decisions/')
    .filter((file) => file !== 'docs/decisions/README.md')
    .map(pageOf);

/** A file by itself if it is there; of a folder its Markdown files. */
function filesOf(source: string): string[] {
  const folder = source.slice(0, source.lastIndexOf('/') + 1);
  if (!existsSync(join(root, folder))) return [];
  const names = readdirSync(join(root, folder)).filter((name) => name.endsWith('.md'));
  return names
    .map((name) => `${folder}${name}`)
    .filter((file) => source.endsWith('/') || file === source)
    .sort();
}

function pageOf(source: string): SitePage {
  const [, heading] = /^# (.+)$/m.exec(readFileSync(join(root, source), 'utf8')) ?? [];
  if (heading === undefined) throw new Error(`${source}: expected a heading, got none`);
  const path =
    PATHS[source] ??
    source
      .replace(/^docs\//, '')
      .replace(/\.md$/, '')
      .replace(/README$/, 'index');
  return { source, path, title: TITLES[source] ?? heading.replaceAll('`', '') };
}
