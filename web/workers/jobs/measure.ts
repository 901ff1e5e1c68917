/** What measures, apart: the first picture needs none of it. */
export { measureTrajectory } from 'expressivity';
