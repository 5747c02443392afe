#include "EmbeddedAssets.h"

static const unsigned char ingredients[] = {
#embed "tables/ingredients.tsv"
};
pie_asset pie_table_ingredients(void) { return (pie_asset){ingredients, sizeof ingredients}; }

static const unsigned char brands[] = {
#embed "tables/brands.tsv"
};
pie_asset pie_table_brands(void) { return (pie_asset){brands, sizeof brands}; }

static const unsigned char disorders[] = {
#embed "tables/disorders.tsv"
};
pie_asset pie_table_disorders(void) { return (pie_asset){disorders, sizeof disorders}; }

static const unsigned char symptoms[] = {
#embed "tables/symptoms.tsv"
};
pie_asset pie_table_symptoms(void) { return (pie_asset){symptoms, sizeof symptoms}; }

static const unsigned char measurements[] = {
#embed "tables/measurements.tsv"
};
pie_asset pie_table_measurements(void) { return (pie_asset){measurements, sizeof measurements}; }

static const unsigned char units[] = {
#embed "tables/units.tsv"
};
pie_asset pie_table_units(void) { return (pie_asset){units, sizeof units}; }

static const unsigned char headings[] = {
#embed "tables/headings.tsv"
};
pie_asset pie_table_headings(void) { return (pie_asset){headings, sizeof headings}; }

static const unsigned char cues[] = {
#embed "tables/cues.tsv"
};
pie_asset pie_table_cues(void) { return (pie_asset){cues, sizeof cues}; }

static const unsigned char procedures[] = {
#embed "tables/procedures.tsv"
};
pie_asset pie_table_procedures(void) { return (pie_asset){procedures, sizeof procedures}; }

static const unsigned char triggers[] = {
#embed "tables/triggers.tsv"
};
pie_asset pie_table_triggers(void) { return (pie_asset){triggers, sizeof triggers}; }

static const unsigned char statuses[] = {
#embed "tables/statuses.tsv"
};
pie_asset pie_table_statuses(void) { return (pie_asset){statuses, sizeof statuses}; }

static const unsigned char sigwords[] = {
#embed "tables/sigwords.tsv"
};
pie_asset pie_table_sigwords(void) { return (pie_asset){sigwords, sizeof sigwords}; }

static const unsigned char modifiers[] = {
#embed "tables/modifiers.tsv"
};
pie_asset pie_table_modifiers(void) { return (pie_asset){modifiers, sizeof modifiers}; }

static const unsigned char morphology[] = {
#embed "tables/morphology.tsv"
};
pie_asset pie_table_morphology(void) { return (pie_asset){morphology, sizeof morphology}; }

static const unsigned char substances[] = {
#embed "tables/substances.tsv"
};
pie_asset pie_table_substances(void) { return (pie_asset){substances, sizeof substances}; }

static const unsigned char words[] = {
#embed "tables/words.tsv"
};
pie_asset pie_table_words(void) { return (pie_asset){words, sizeof words}; }

static const unsigned char measured[] = {
#embed "tables/measured.tsv"
};
pie_asset pie_table_measured(void) { return (pie_asset){measured, sizeof measured}; }

static const unsigned char models[] = {
#embed "tables/models.tsv"
};
pie_asset pie_table_models(void) { return (pie_asset){models, sizeof models}; }
