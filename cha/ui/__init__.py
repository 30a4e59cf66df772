"""What every screen is made of: tokens, style sheets, browser code, icons, macros, layouts and the pattern page."""
