// Package wholewalk holds no code: its tests walk through the whole set-up by
// keyboard alone, pages and flow over real domain controllers and the practice
// tenant, once in Fyne's test driver and once in the real window.
package wholewalk
