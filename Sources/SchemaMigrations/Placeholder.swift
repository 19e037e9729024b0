enum SchemaMigrationsPlaceholder {}
