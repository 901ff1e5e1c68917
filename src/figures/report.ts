/**
 * Figures as one HTML page that stands alone: pictures inline, captions, verdicts; nothing from a network.
 */
import type { FigureDocument } from './document.ts';
import { verdictColumns, verdictSummary } from './verdict.ts';

export interface ReportFigure {
  readonly document: FigureDocument;
  /** The picture without its texts, which stand in the page. */
  readonly svg: string;
}

const STYLE = `
:root { color-scheme: light; }
body { font: 17px/1.55 Charter, "Bitstream Charter", Georgia, serif; color: #222; background: #fff; max-width: 46rem; margin: 2.5rem auto; padding: 0 1.2rem; }
h1 { font-size: 1.75rem; line-height: 1.2; margin: 0 0 .6rem; }
h2 { font-size: 1.2rem; line-height: 1.3; margin: 0; }
header p, .source { color: #555; }
.source { font-size: .88rem; margin: .2rem 0 .8rem; }
nav ol { padding-left: 1.4rem; }
section { margin: 3.2rem 0; }
figure { margin: 0; }
svg { display: block; max-width: 100%; height: auto; }
figcaption { font-size: .88rem; line-height: 1.45; margin: .5rem 0 1rem; }
table { border-collapse: collapse; width: 100%; font: .74rem/1.35 Helvetica, Arial, sans-serif; font-variant-numeric: tabular-nums; }
caption { text-align: left; font-weight: bold; padding-bottom: .3rem; }
th, td { padding: .12rem .5rem .12rem 0; text-align: right; border-bottom: 1px solid #e4e4e4; vertical-align: top; }
th:first-child, td:first-child { text-align: left; }
thead th { border-bottom: 1px solid #222; }
.pass { color: #00603a; } .fail { color: #b00020; font-weight: bold; }
a { color: #0b4f8a; }
footer { border-top: 1px solid #e4e4e4; margin-top: 3rem; padding-top: .8rem; font-size: .82rem; color: #555; }
@media print {
  body { font-size: 10.5pt; margin: 0; max-width: none; }
  section { break-before: page; margin: 0; }
  nav { break-after: avoid; }
  figure, tr { break-inside: avoid; }
  thead { display: table-header-group; }
}
`;

/** The page. Figures stand in the order given. */
export function reportHtml(figures: readonly ReportFigure[]): string {
  const checks = figures.flatMap(({ document }) => document.checks);
  const head = [
    '<!doctype html>',
    '<html lang="en">',
    '<head>',
    '<meta charset="utf-8">',
    '<meta name="viewport" content="width=device-width, initial-scale=1">',
    '<title>Figures on the expressivity of random deep networks</title>',
    `<style>${STYLE}</style>`,
    '</head>',
    '<body>',
    '<header>',
    '<h1>Figures on the expressivity of random deep networks</h1>',
    `<p>Reproduced by <code>expressivity figure</code>. Theory is drawn solid, approximations dashed, bounds dotted; marks are measured, with 95&nbsp;% intervals. ${escaped(verdictSummary(checks))}: differences are in standard errors (s.e.), and the bands are such that a figure whose predictions all hold fails at most once in a thousand times.</p>`,
    '</header>',
    '<nav aria-label="Figures"><ol>',
    ...figures.map(contents),
    '</ol></nav>',
    '<main>',
  ];
  return `${[...head, ...figures.map(section), '</main>', footer(figures), '</body>', '</html>'].join('\n')}\n`;
}

function contents({ document: { figure, title, verdict } }: ReportFigure): string {
  return `<li><a href="#${figure}">${escaped(title)}</a> <span class="${verdict}">(${verdict})</span></li>`;
}

function section({ document, svg }: ReportFigure): string {
  const { figure, title, paper, number, caption, checks } = document;
  return [
    `<section id="${figure}">`,
    `<h2>${escaped(title)}</h2>`,
    `<p class="source">${escaped(paper)}${number === '' ? '' : `, ${escaped(number)}`}</p>`,
    '<figure>',
    svg.trim(),
    `<figcaption>${subscripts(escaped(caption))}</figcaption>`,
    '</figure>',
    table(checks),
    '</section>',
  ].join('\n');
}

function table(checks: FigureDocument['checks']): string {
  const columns = verdictColumns(checks);
  const cell = (text: string) => subscripts(escaped(text));
  const rows = checks.map(({ pass }, i) => {
    const [what, ...values] = columns.map((column) => cell(column.values[i]!));
    const verdict = `<td class="${pass ? 'pass' : 'fail'}">${values.pop()}</td>`;
    return `<tr><th scope="row">${what}</th>${values.map((value) => `<td>${value}</td>`).join('')}${verdict}</tr>`;
  });
  const head = columns.map(({ head }) => `<th scope="col">${cell(head)}</th>`).join('');
  return [
    `<table><caption>${escaped(verdictSummary(checks))}</caption>`,
    `<thead><tr>${head}</tr></thead>`,
    `<tbody>${rows.join('\n')}</tbody></table>`,
  ].join('\n');
}

function footer(figures: readonly ReportFigure[]): string {
  const made = new Set(figures.map(({ document }) => provenance(document)));
  return `<footer>${[...made].map(escaped).join('<br>')}</footer>`;
}

function provenance({ size, provenance }: FigureDocument): string {
  const { version, kernels, node, cpu } = provenance as Readonly<Record<string, string | undefined>>;
  const parts = [`expressivity ${version}`, kernels && `kernels ${kernels}`, node && `Node ${node}`, cpu];
  return `${parts.filter(Boolean).join(', ')}; size ${size}.`;
}

/** As in pictures: the character after `_` stands lower. */
function subscripts(markup: string): string {
  return markup.replace(/_(\w)/g, '<sub>$1</sub>');
}

function escaped(text: string): string {
  return text.replaceAll('&', '&amp;').replaceAll('<', '&lt;').replaceAll('>', '&gt;');
}
