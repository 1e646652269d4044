// Filled-in forms are brought in form by form: the empty sheet is that of the form that is chosen beside it.

export function listenToImports(): void {
  document.addEventListener('change', (event) => {
    const select = event.target
    if (!(select instanceof HTMLSelectElement) || select.name !== 'form') return
    const tile = select.closest('.noun')
    const radio = tile?.querySelector<HTMLInputElement>('input[name=noun]')
    if (radio) radio.checked = true
    tile?.querySelectorAll<HTMLAnchorElement>('a[data-of-form]').forEach((link) => {
      link.search = `?form=${encodeURIComponent(select.value)}`
    })
  })
}
