// The answers as they stand on the page, read by the form's own definition.
import type { Answers, Question } from '../../../phone/src/rules/forms'

const PREFIX = 'q.'

// Every input of that name, wherever on the form it stands.
export function inputs(form: HTMLFormElement, path: string): HTMLInputElement[] {
  return [...form.querySelectorAll<HTMLInputElement>(`[name="${CSS.escape(PREFIX + path)}"]`)]
}

export function read(form: HTMLFormElement, questions: readonly Question[], prefix = ''): Answers {
  const pairs = questions.map((question) => [question.key, one(form, question, prefix + question.key)] as const)
  return Object.fromEntries(pairs.filter(([, answer]) => answer !== undefined))
}

function one(form: HTMLFormElement, question: Question, path: string): unknown {
  const found = inputs(form, path)
  const text = found[0]?.value ?? ''
  switch (question.type) {
    case 'yes_no':
    case 'choice':
      return found.find((input) => input.checked)?.value
    case 'rating':
      return number(found.find((input) => input.checked)?.value ?? '')
    case 'several':
      return found.filter((input) => input.checked).map((input) => input.value)
    case 'photo':
    case 'skus':
      return found.map((input) => input.value)
    case 'number':
    case 'money':
      return number(text)
    case 'place':
      return text ? (JSON.parse(text) as unknown) : undefined
    case 'table':
      return rows(form, path).map((row) => read(form, question.columns ?? [], `${path}.${row.dataset.row}.`))
    default:
      return text || undefined
  }
}

export function rows(form: HTMLFormElement, path: string): HTMLElement[] {
  const table = form.querySelector(`[data-table="${CSS.escape(path)}"] > [data-rows]`)
  return [...(table?.children ?? [])] as HTMLElement[]
}

// What cannot be read as a number stays a text, for the rules to name it.
function number(text: string): number | string | undefined {
  const plain = text.trim().replaceAll(',', '')
  if (!plain) return undefined
  return /^-?\d+(\.\d+)?$/.test(plain) ? Number(plain) : text
}
