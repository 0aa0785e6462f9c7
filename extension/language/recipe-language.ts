import type { TextDocument } from 'vscode';

/** The language of recipes, as the manifest declares it. */
export const recipeLanguage = 'distill-recipe';

/** Recipes on a disk and those that were never saved; not what a comparison or a remote host shows. */
export const recipeSchemes: readonly string[] = ['file', 'untitled'];

export const isRecipeText = ({
  languageId,
  uri,
}: Pick<TextDocument, 'languageId'> & { readonly uri: { readonly scheme: string } }): boolean =>
  languageId === recipeLanguage && recipeSchemes.includes(uri.scheme);
