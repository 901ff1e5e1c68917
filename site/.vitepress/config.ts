import { defineConfig } from 'vitepress';
import { slug } from '../markdown.ts';
import { sections } from '../pages.ts';

/** What TypeDoc makes of the three entries. */
const API = ['expressivity', 'expressivity/node', 'expressivity/kernels'].map((entry) => ({
  text: `API: ${entry}`,
  link: `/api/${entry}`,
}));

/** Where the site does not stand at the root of its host: `SITE_BASE=/expressivity/ npm run docs`. */
const base = process.env.SITE_BASE ?? '/';

export default defineConfig({
  title: 'expressivity',
  description: 'How expressive are deep networks at initialisation? Measured with error bars, beside theory.',
  lang: 'en',
  base,
  head: [['link', { rel: 'icon', href: `${base}icon.svg`, type: 'image/svg+xml' }]],
  srcDir: '../out/site-source',
  outDir: '../out/site',
  cacheDir: '../out/site-cache',
  // A page loads itself alone, not the pages that it links to.
  router: { prefetchLinks: false },
  ignoreDeadLinks: [/^\/play\//],
  markdown: {
    anchor: { slugify: slug },
    image: { lazyLoading: true },
    config: (md) => {
      const image = md.renderer.rules.image!;
      md.renderer.rules.image = (tokens, i, ...rest) => {
        const token = tokens[i]!;
        if (token.attrGet('src')?.includes('/concepts/')) token.attrSet('data-narrow', '');
        return image(tokens, i, ...rest);
      };
      // Formulas are indented blocks. Wide ones scroll, by the keyboard too.
      const formula = md.renderer.rules.code_block!;
      md.renderer.rules.code_block = (tokens, i, ...rest) => {
        tokens[i]!.attrSet('class', 'formula');
        tokens[i]!.attrSet('tabindex', '0');
        return formula(tokens, i, ...rest);
      };
    },
  },
  themeConfig: {
    search: { provider: 'local' },
    outline: { level: [2, 3], label: 'On this page' },
    nav: [
      { text: 'Try it', link: '/play/', target: '_self' },
      { text: 'Install', link: '/install' },
      { text: 'Concepts', link: '/concepts' },
      { text: 'Command line', link: '/command-line' },
      { text: 'Library', link: '/library' },
    ],
    sidebar: sections().map(({ title, pages }) => ({
      text: title,
      items: [
        ...pages.map((page) => ({ text: page.title, link: `/${page.path.replace(/(^|\/)index$/, '$1')}` })),
        ...(title === 'Library' ? API : []),
      ],
    })),
  },
});
