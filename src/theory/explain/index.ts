export { explain, explanations } from './explain.ts';
export type { Explanation, ExplanationFamily } from './types.ts';
