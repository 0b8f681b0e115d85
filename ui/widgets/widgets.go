// Package widgets is the kit that the pages are built from. A widget shows plain
// values and calls back; it knows no page, no flow and no language. Sentences
// come in drawn; the few words that a widget says by itself (Copy, Details,
// Cancel) come in as Words.
//
// Everything that Fyne leaves to the application is solved here, once: Enter
// presses a focused button, the focus is never thrown away and shows as a ring,
// what has the focus is scrolled into view, keys that a control has no use for
// go on to what it lies in and then to the window, texts that are cut show the
// rest as a tip, dialogs have their buttons on the right.
//
// Rules for whoever adds one:
//   - It is called on the Fyne goroutine and never blocks it. What ticks does so
//     at most four times a second, because every change repaints the window.
//   - It has Semantics, and Parts if it has children; it takes its colours from
//     package theme when it is refreshed, never when it is made.
//   - Text that wraps knows its height only after it got a width: put it into
//     Column, Row or Columns, which ask twice.
//   - The order of children is the order of the Tab key.
package widgets
