/** Writes the JSON Schema of experiments: `tsx tools/write-schema.ts dist/experiment.schema.json`. */
import { writeFileSync } from 'node:fs';
import { experimentJsonSchema } from '../src/experiment/index.ts';

const path = process.argv[2];
if (path === undefined) throw new Error('path: expected where to write the schema, got nothing');
writeFileSync(path, `${JSON.stringify(experimentJsonSchema(), null, 2)}\n`);
