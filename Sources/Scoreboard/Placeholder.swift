enum ScoreboardPlaceholder {}
