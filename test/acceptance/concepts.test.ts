/** The pictures of docs/concepts.md are what the script draws now. */
import { readdirSync } from 'node:fs';
import { join } from 'node:path';
import { expect, it } from 'vitest';
import { drawConcepts } from '../../tools/concepts/draw.ts';
import { readDocument, root } from '../docs/markdown.ts';

it('the pictures of docs/concepts.md are up to date, and each is shown there', async () => {
  const drawn = await drawConcepts();
  const folder = 'docs/figures/concepts';
  expect(readdirSync(join(root, folder)).sort()).toEqual(
    Object.keys(drawn)
      .map((name) => `${name}.svg`)
      .sort(),
  );
  const text = readDocument('docs/concepts.md');
  for (const [name, svg] of Object.entries(drawn)) {
    expect(readDocument(`${folder}/${name}.svg`) === svg, `${name}: npx tsx tools/concepts/index.ts`).toBe(
      true,
    );
    expect(text).toContain(`(figures/concepts/${name}.svg)`);
  }
});
