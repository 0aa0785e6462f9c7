import type { Method, Params, Result } from '../../../protocol/training.ts';
import { annotate } from './annotate.ts';
import { check } from './check.ts';
import { configure } from './configure.ts';
import type { Context, Request } from './context.ts';
import { describe } from './describe.ts';
import { devices } from './devices.ts';
import { disagreements } from './disagreements.ts';
import { evaluations } from './evaluations.ts';
import { events } from './events.ts';
import { inspect } from './inspect.ts';
import { list } from './list.ts';
import { log } from './log.ts';
import { models } from './models.ts';
import { read } from './read.ts';
import { remove } from './remove.ts';
import { report } from './report.ts';
import { resume } from './resume.ts';
import { start } from './start.ts';
import { stop } from './stop.ts';
import { summary } from './summary.ts';

/** Every method after `initialize`. */
type Answered = Exclude<Method, 'initialize'>;

const requests: { readonly [M in Answered]: Request<M> } = {
  configure,
  devices,
  check,
  start,
  stop,
  resume,
  remove,
  annotate,
  list,
  summary,
  describe,
  read,
  evaluations,
  events,
  disagreements,
  log,
  report,
  models,
  inspect,
};

export const isMethod = (method: string): method is Answered => Object.hasOwn(requests, method);

/** Answers a request whose parameters come from outside. Throws RetortError `bad-request`, and what the method throws. */
export async function answer(method: Answered, params: unknown, context: Context): Promise<unknown> {
  return respond(method, params, context);
}

function respond<M extends Answered>(method: M, params: unknown, context: Context): Promise<Result<M>> {
  const request: Request<M> = requests[method];
  const checked: Params<M> = request.parameters(params, method);
  return request.answer(checked, context);
}
