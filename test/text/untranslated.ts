import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import ts from 'typescript';

/**
 * English in the code of a folder that should stand in its tables (`text/`): sentences wherever they are, and words that
 * an element or an attribute shows. What only programmers and the log read is left out.
 */
export function untranslated(folder: string): readonly string[] {
  const found: string[] = [];
  for (const name of readdirSync(folder, { recursive: true, encoding: 'utf8' })) {
    if (!name.endsWith('.ts') || /(^|[\\/])text[\\/]/.test(name)) continue;
    const path = join(folder, name);
    const source = ts.createSourceFile(path, readFileSync(path, 'utf8'), ts.ScriptTarget.ES2022, true);
    found.push(...untranslatedIn(source).map((node) => `${path}: ${node.getText()}`));
  }
  return found;
}

export function untranslatedIn(source: ts.SourceFile): readonly ts.Node[] {
  const found: ts.Node[] = [];
  const visit = (node: ts.Node, shown: boolean): void => {
    if (isForProgrammers(node)) return;
    if (isText(node) && (shown ? /\p{L}{2}/u : /^\s*\p{Lu}\p{L}*,? (\p{L}|$)/u).test(node.text))
      found.push(node);
    ts.forEachChild(node, (child) => visit(child, isShown(child) || (shown && mayBe(node))));
  };
  visit(source, false);
  return found;
}

const isText = (node: ts.Node): node is ts.LiteralLikeNode =>
  ts.isStringLiteralLike(node) || ts.isTemplateHead(node) || ts.isTemplateMiddleOrTemplateTail(node);

/** The log, and errors that are bugs. */
const isForProgrammers = (node: ts.Node): boolean =>
  (ts.isCallExpression(node) && /\blog\.\w+$/.test(node.expression.getText())) ||
  (ts.isNewExpression(node) &&
    /^(\w*Error|DOMException)$/.test(node.expression.getText()) &&
    !isRetortError(node));

const isRetortError = (node: ts.NewExpression): boolean => node.expression.getText() === 'RetortError';

/** A child that is given to `element(tag, attributes, …)`, a message, or an attribute that is read out or shown. */
function isShown(node: ts.Node): boolean {
  const { parent } = node;
  if (ts.isCallExpression(parent)) {
    const called = parent.expression.getText();
    if (/^window\.show\w+Message$/.test(called)) return true;
    return called === 'element' && parent.arguments.slice(2).some((child) => child === node);
  }
  return (
    ts.isPropertyAssignment(parent) &&
    parent.initializer === node &&
    /^'?(aria-label|alt|placeholder|tooltip|message|next)'?$/.test(parent.name.getText())
  );
}

/** Whether what is inside may be what the outer expression gives. */
const mayBe = (node: ts.Node): boolean =>
  ts.isConditionalExpression(node) || ts.isTemplateExpression(node) || ts.isParenthesizedExpression(node);
