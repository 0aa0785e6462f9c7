import { window } from 'vscode';
import { RetortError } from '../../server/protocol/failure.ts';
import type { ModelFile } from '../../server/protocol/training.ts';
import { text } from '../text/index.ts';
import { withoutIcons } from '../text/plain.ts';
import { teacherItem } from './item.ts';
import type { TeacherList } from './list.ts';

/**
 * The model that a command was called with, if the list has its path, else one that a person picks; undefined when they
 * think better of it. Throws RetortError `no-model` where there is none.
 */
export async function modelMeant(
  given: unknown,
  list: TeacherList,
  fits: (file: ModelFile) => boolean,
): Promise<ModelFile | undefined> {
  const models = await list.load();
  const path = typeof given === 'object' && given !== null && 'path' in given ? given.path : undefined;
  const known = models.find((file) => file.path === path);
  if (known !== undefined) return known;
  const choices = models.filter(fits).map((file) => {
    const { label, description } = teacherItem(file, text, list.folderOf(file));
    return {
      file,
      label: withoutIcons(label),
      description: withoutIcons(description),
      detail: withoutIcons(file.path),
    };
  });
  if (choices.length === 0) {
    const { none: message, noneNext: next } = text.teachers;
    throw new RetortError({ code: 'no-model', message, next });
  }
  const options = { placeHolder: text.teachers.pick, matchOnDetail: true };
  return (await window.showQuickPick(choices, options))?.file;
}
