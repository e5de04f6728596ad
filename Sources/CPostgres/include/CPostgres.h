#ifndef CPOSTGRES_H
#define CPOSTGRES_H

// Debian keeps the header in a directory of its own, others beside all headers.
#if __has_include(<postgresql/libpq-fe.h>)
#include <postgresql/libpq-fe.h>
#else
#include <libpq-fe.h>
#endif

/// Without this libpq writes the server's notices to standard error.
void linli_pq_discard_notices(PGconn *connection);

#endif
