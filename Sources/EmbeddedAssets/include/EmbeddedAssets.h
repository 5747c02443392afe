#ifndef PIE_EMBEDDED_ASSETS_H
#define PIE_EMBEDDED_ASSETS_H

#include <stddef.h>

/// Bytes that the binary carries; never freed.
typedef struct {
  const unsigned char *bytes;
  size_t count;
} pie_asset;

pie_asset pie_table_ingredients(void);
pie_asset pie_table_brands(void);
pie_asset pie_table_disorders(void);
pie_asset pie_table_symptoms(void);
pie_asset pie_table_measurements(void);
pie_asset pie_table_units(void);
pie_asset pie_table_headings(void);
pie_asset pie_table_cues(void);
pie_asset pie_table_procedures(void);
pie_asset pie_table_triggers(void);
pie_asset pie_table_statuses(void);
pie_asset pie_table_sigwords(void);
pie_asset pie_table_modifiers(void);
pie_asset pie_table_morphology(void);
pie_asset pie_table_substances(void);
pie_asset pie_table_words(void);
pie_asset pie_table_measured(void);
pie_asset pie_table_models(void);

/// The tables in the form in which they are asked; empty where the build made none. On a boundary of 64 bytes.
pie_asset pie_prebuilt_tables(void);

/// A file of the page: its name under /assets, and its bytes; never freed.
typedef struct {
  const char *name;
  const unsigned char *bytes;
  size_t count;
} pie_web_asset;

/// All files of the page.
const pie_web_asset *pie_web_assets(size_t *count);

#endif
