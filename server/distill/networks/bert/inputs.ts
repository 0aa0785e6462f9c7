import { RetortError } from '../../../protocol/failure.ts';
import type { NetworkContext } from '../network.ts';
import type { BertInputs, BertLayout } from './layout.ts';
import { say } from '../../../text/say.ts';

/**
 * What the data give an encoder: `tokens`, and `mask` and `tokenTypes` where there are such fields, all [length].
 * Throws `missing-input` and `input-shape`.
 */
export function bertInputs({ fields }: NetworkContext, layout: BertLayout, where: string): BertInputs {
  const field = (name: string) => (Object.hasOwn(fields, name) ? fields[name] : undefined);
  const { tokens, mask, tokenTypes } = {
    tokens: field('tokens'),
    mask: field('mask'),
    tokenTypes: field('tokenTypes'),
  };
  if (tokens === undefined) {
    throw new RetortError({
      code: 'missing-input',
      message: say`The network reads the field tokens; the data have ${Object.keys(fields).join(', ') || say`none`}.`,
      next: say`Choose a data source with tokens, or say in \`inputs\` which field to read.`,
    });
  }
  const [length = 0, ...rest] = tokens.shape;
  const refuse = (message: string, next: string): never => {
    throw new RetortError({ code: 'input-shape', message: say`${where}: ${message}`, where, next });
  };
  if (tokens.dtype !== 'int32' || length < 1 || rest.length > 0) {
    const found = `${tokens.dtype} [${tokens.shape.join(', ')}]`;
    refuse(
      say`tokens are int32 [length], found ${found}.`,
      say`Say in \`inputs\` which field holds the tokens.`,
    );
  }
  if (length > layout.positions) {
    const message = say`samples of ${length} tokens don't fit into ${layout.positions} positions.`;
    refuse(message, say`Let samples have at most ${layout.positions} tokens.`);
  }
  for (const [name, beside] of Object.entries({ mask, tokenTypes })) {
    if (beside === undefined || beside.shape.join() === tokens.shape.join()) continue;
    const message = say`${name} is [${beside.shape.join(', ')}], but tokens are [${length}].`;
    refuse(message, say`Say in \`inputs\` which field holds one number a token.`);
  }
  return { length, mask: mask?.dtype ?? null, tokenTypes: tokenTypes !== undefined };
}
