#include "CPostgres.h"

static void discard(void *context, const PGresult *notice) {
    (void)context;
    (void)notice;
}

void linli_pq_discard_notices(PGconn *connection) {
    PQsetNoticeReceiver(connection, discard, NULL);
}
