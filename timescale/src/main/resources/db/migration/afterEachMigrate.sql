-- Flyway sets the search path of its session, and leaves it so. Behind PgBouncer the session is the next client's; here,
-- inside the migration's transaction, it is certainly ours.
reset search_path;
