export type { LengthRecord, ScaledColumn } from '../ensemble/types.ts';
