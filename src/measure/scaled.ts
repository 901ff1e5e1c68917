export { exponentOf, ldexp, SMALLEST_NORMAL } from '../ensemble/scaled.ts';
