/** What tests read out of a Markdown file. */
import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';

export const root = fileURLToPath(new URL('../..', import.meta.url));

/** All documents, as paths from the root. */
export const documents: readonly string[] = [
  'README.md',
  'CONTRIBUTING.md',
  'CHANGELOG.md',
  'SECURITY.md',
  'data/README.md',
  ...readdirSync(join(root, 'docs'), { recursive: true, encoding: 'utf8' })
    .filter((path) => path.endsWith('.md'))
    .sort()
    .map((path) => `docs/${path}`),
];

export function readDocument(path: string): string {
  return readFileSync(join(root, path), 'utf8');
}

/** A fenced block. */
export interface Block {
  readonly language: string;
  readonly text: string;
  /** Line of its first fence, from 1. */
  readonly line: number;
  /** Whether nothing but blank lines stands between it and the block before. */
  readonly follows: boolean;
}

/** The fenced blocks of a document, in order. @throws Error for a fence that is never closed. */
export function fencedBlocks(markdown: string): Block[] {
  const blocks: Block[] = [];
  let open: { language: string; line: number; text: string[] } | null = null;
  let between = true;
  markdown.split('\n').forEach((text, i) => {
    const fence = /^```(\w*)$/.exec(text);
    if (open === null && fence) open = { language: fence[1]!, line: i + 1, text: [] };
    else if (open !== null && fence) {
      blocks.push({ ...open, text: open.text.map((line) => `${line}\n`).join(''), follows: !between });
      open = null;
      between = false;
    } else if (open !== null) open.text.push(text);
    else if (text.trim() !== '') between = true;
  });
  if (open !== null) throw new Error(`fence of line ${(open as { line: number }).line} is never closed`);
  return blocks;
}

/** Markdown without its fenced blocks. */
export function prose(markdown: string): string {
  return markdown.replace(/^```[\s\S]*?^```$/gm, '');
}

/** Targets of the links and images in a document's prose. */
export function linkTargets(markdown: string): string[] {
  return [...prose(markdown).matchAll(/\]\(([^()\s]+)\)|<img src="([^"]+)"/g)].map(
    ([, link, image]) => (link ?? image)!,
  );
}
