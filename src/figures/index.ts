import type { Figure } from './figure.ts';
import { priceGrowthDepth } from './price-growth-depth.ts';

export type { Figure } from './figure.ts';

/** Every figure that can be reproduced, in the order of the papers. */
export const figures: readonly Figure[] = [priceGrowthDepth];
