/** Units of a picture. */

/** Units to an inch in print: the smallest type, of 10 units, has 7.2 points. */
export const UNITS_PER_INCH = 100;
export const FONT_SIZE = 10;
export const FONT = 'Helvetica, Arial, sans-serif';
export const INK = '#222';
