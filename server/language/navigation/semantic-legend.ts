import type { SemanticTokenModifiers, SemanticTokenTypes } from 'vscode-languageserver';

export const types = [
  'type',
  'variable',
  'property',
  'number',
  'enumMember',
] as const satisfies `${SemanticTokenTypes}`[];
const modifiers = ['declaration'] as const satisfies `${SemanticTokenModifiers}`[];

/** Words of the tokens' numbers. What the grammar colours (keys, plain numbers, comments, anchors) has no token. */
export const semanticLegend = { tokenTypes: [...types], tokenModifiers: [...modifiers] };
