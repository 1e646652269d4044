// Tables: a click anywhere on a row opens it; copying a table yields cells that a spreadsheet takes, a field its value;
// one that is too broad for its card scrolls there.
const INERT = 'a, button, input, label, select, summary'

function openRow(event: MouseEvent): void {
  const target = event.target as HTMLElement
  if (target.closest(INERT) || getSelection()?.toString()) return
  const href = target.closest<HTMLElement>('tr[data-href]')?.dataset.href
  if (href) location.assign(href)
}

/** The visible cells, tab between columns and line feed between rows; `data-value` is a number as it is stored. */
function asText(table: HTMLTableElement): string {
  return [...table.rows]
    .map((row) => [...row.cells].map((cell) => cell.dataset.value ?? cell.innerText.trim().replace(/\s+/g, ' ')).join('\t'))
    .join('\n')
}

async function copy(event: MouseEvent): Promise<void> {
  const button = (event.target as HTMLElement).closest<HTMLElement>('[data-copy]')
  if (!button) return
  const found = document.querySelector(button.dataset.copy ?? '')
  if (!found) return
  await navigator.clipboard.writeText(
    found instanceof HTMLTableElement ? asText(found) : found instanceof HTMLInputElement ? found.value : (found.textContent ?? ''),
  )
  const said = button.textContent
  button.textContent = button.dataset.done ?? '✓'
  setTimeout(() => (button.textContent = said), 1500)
}

/** The box in the head ticks every row; bulk buttons work only while something is ticked. */
function tick(event: Event): void {
  const box = event.target as HTMLInputElement
  const form = box.closest<HTMLElement>('.list-card')
  if (!form || box.type !== 'checkbox') return
  const boxes = [...form.querySelectorAll<HTMLInputElement>('input[name=row]')]
  if (box.dataset.all !== undefined) for (const one of boxes) one.checked = box.checked
  const ticked = boxes.filter((one) => one.checked).length
  for (const button of form.querySelectorAll<HTMLButtonElement>('button[data-bulk]')) button.disabled = ticked === 0
  for (const count of form.querySelectorAll('[data-ticked]')) count.textContent = ticked ? String(ticked) : ''
}

/** Says of each scrolling box whether its table is too broad for it, and whether there is more to the right. */
function measure(box: HTMLElement): void {
  box.classList.remove('broad', 'fits')
  const over = box.scrollWidth - box.clientWidth
  // a box that shows all of its table clips nothing, and then its scroll width says nothing
  const broad = over > 1 || (box.querySelector('table')?.offsetWidth ?? 0) > box.clientWidth + 1
  box.classList.toggle('broad', broad)
  box.classList.toggle('fits', !broad)
  box.classList.toggle('more', broad && box.scrollLeft < box.scrollWidth - box.clientWidth - 1)
}

const sizes = new ResizeObserver((entries) => {
  for (const entry of entries) measure(entry.target as HTMLElement)
})

/** Watches the tables below `root` that are not watched yet. */
export function watchTables(root: ParentNode): void {
  for (const box of root.querySelectorAll<HTMLElement>('.scroll:not(.fits, .broad)')) {
    measure(box)
    sizes.observe(box)
    box.addEventListener('scroll', () => measure(box), { passive: true })
  }
}

export function listenToTables(): void {
  document.addEventListener('click', openRow)
  document.addEventListener('click', (event) => void copy(event))
  document.addEventListener('change', tick)
}
