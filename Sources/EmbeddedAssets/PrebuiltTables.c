#include "EmbeddedAssets.h"

// What `pie-tables` has made of the tables; Package.swift says when it is there. Without it they are read as the program starts.
#ifdef PIE_PREBUILT_TABLES
_Alignas(64) static const unsigned char prebuilt[] = {
#embed "../../.build/prebuilt-tables.bin" if_empty(0)
};
pie_asset pie_prebuilt_tables(void) { return (pie_asset){prebuilt, sizeof prebuilt}; }
#else
pie_asset pie_prebuilt_tables(void) { return (pie_asset){0, 0}; }
#endif
