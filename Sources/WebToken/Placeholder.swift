enum WebTokenPlaceholder {}
