"""The members' screens. They compose many apps; no rule lives here."""
