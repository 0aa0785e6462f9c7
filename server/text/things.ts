import { say } from './say.ts';

/** What a recipe gives names to, or names: for sentences such as `There is no model smal.` */
const things = () => ({
  model: say`model`,
  data: say`data set`,
  stage: say`stage`,
  term: say`term`,
  tap: say`tap`,
  target: say`target`,
  field: say`field`,
  input: say`input`,
  head: say`head`,
  path: say`path`,
  loss: say`loss`,
  projection: say`projection`,
  network: say`network`,
  optimizer: say`optimizer`,
  source: say`source`,
});

export type Thing = keyof ReturnType<typeof things>;

/** What the thing is called in the language of the process. */
export const thing = (what: Thing): string => things()[what];
