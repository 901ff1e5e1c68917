/** What a program sees of the package, as JSON. */
import { createRequire } from 'node:module';

const names = async (face) => Object.keys(await import(face));
const schema = createRequire(import.meta.url)('expressivity/experiment.schema.json');
process.stdout.write(
  JSON.stringify({
    browser: await names('expressivity'),
    node: await names('expressivity/node'),
    kernels: await names('expressivity/kernels'),
    schema,
  }),
);
