/** Markdown of the repository as Markdown of the site. */
import { dirname, posix } from 'node:path';

/** The identifier of a heading: that of GitHub, so that a link leads to the same place in both. */
export function slug(heading: string): string {
  return heading
    .trim()
    .toLowerCase()
    .replace(/[^\p{L}\p{M}\p{N}\p{Pc} -]/gu, '')
    .replaceAll(' ', '-');
}

/** Where a file is on the site: its path with its ending, and the title of its page. */
export interface Place {
  readonly path: string;
  readonly title: string;
}

/**
 * The text with links from one page to another. A link that is called by a file's name is called by the title
 * of its page, and a link to a file that has no page becomes its text.
 *
 * @param source the file, from the root of the repository.
 * @param places of every file that has a page or is a picture.
 */
export function relink(markdown: string, source: string, places: ReadonlyMap<string, Place>): string {
  const from = dirname(places.get(source)!.path);
  return outsideFences(markdown, (text) =>
    text.replace(/(!?)\[([^\]]*)\]\(([^()\s]+)\)/g, (whole, image: string, label: string, target: string) => {
      if (/^(https?:|#)/.test(target)) return whole;
      const [file, hash] = target.split('#');
      const place = places.get(posix.join(dirname(source), file!));
      if (place === undefined) return label;
      const path = posix.relative(from, place.path);
      const called = /^[\w./-]+\.md$/.test(label) ? place.title : label;
      return `${image}[${called}](${path.startsWith('.') ? path : `./${path}`}${hash ? `#${hash}` : ''})`;
    }),
  );
}

/** The diagram of the imports as a table: the site draws no Mermaid. */
export function diagramAsTable(markdown: string): string {
  return markdown.replace(/^```mermaid\n([\s\S]*?)^```$/gm, (_, diagram: string) => {
    const users = new Map<string, string[]>();
    for (const [, part, user] of diagram.matchAll(/^\s*(\S+) --> (\S+)$/gm))
      users.set(part!, [...(users.get(part!) ?? []), `\`${user}\``]);
    const rows = [...users].map(([part, by]) => `| \`${part}\` | ${by.join(', ')} |`);
    return ['| part | is imported by |', '|---|---|', ...rows].join('\n');
  });
}

/** Changes the text outside of fenced blocks. */
function outsideFences(markdown: string, change: (text: string) => string): string {
  return markdown
    .split(/(^```[\s\S]*?^```$)/m)
    .map((part, i) => (i % 2 === 0 ? change(part) : part))
    .join('');
}
