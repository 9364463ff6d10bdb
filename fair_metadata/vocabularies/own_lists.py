"""Lists that no authority has: kinds of data, types of source, age groups. `build` makes the tables from them.

A row: code, broader code, English, Spanish, what else people write in English and in Spanish.
"""

OwnRows = tuple[tuple[str, str, str, str, str, str], ...]

_DATA_KINDS: OwnRows = (
    ("molecular", "", "Molecular data", "Datos moleculares", "omics|omics data|multi-omics|molecular|molecular profiling", "ómica|ómicas|datos ómicos|molecular|moleculares"),
    ("genomic", "molecular", "Genomic data", "Datos genómicos", "genomic|genomics|genetic|genetics|genetic data|DNA|DNA sequencing|sequencing|sequencing data|NGS|next generation sequencing|mutations|somatic mutations|somatic mutation|mutation data|mutational data|DNA sequence", "genómica|genómico|genómicos|genética|genético|datos genéticos|ADN|secuenciación|mutaciones"),
    ("WGS", "genomic", "Whole genome sequencing", "Secuenciación del genoma completo", "whole genome|whole-genome sequence|whole genomes|genome|genomes|genome sequencing", "genoma|genomas|genoma completo|secuenciación de genoma completo"),
    ("WXS", "genomic", "Whole exome sequencing", "Secuenciación del exoma completo", "WES|whole exome|whole exomes|exome|exomes|exome sequencing|whole exome sequence", "exoma|exomas|exoma completo|secuenciación del exoma"),
    ("panel", "genomic", "Targeted panel sequencing", "Secuenciación de panel dirigido", "targeted panel|targeted sequencing|gene panel|panel sequencing|amplicon sequencing|targeted NGS|myeloid panel|lymphoid panel", "panel de genes|panel génico|panel dirigido|secuenciación dirigida|panel mieloide"),
    ("SNP-array", "genomic", "SNP array", "Matriz de SNP", "genotyping|genotypes|genotyping array|SNP genotyping|GWAS", "genotipado|genotipos|array de SNP"),
    ("variants", "genomic", "Genomic variants", "Variantes genómicas", "variants|variant calls|somatic variants|somatic mutations|germline variants|mutation data|VCF", "variantes|variantes somáticas|variantes germinales|mutaciones somáticas"),
    ("CNV", "genomic", "Copy number variation", "Variación en el número de copias", "CNA|copy number|copy number alterations|copy number variants|copy-number data", "número de copias|variaciones del número de copias|alteraciones del número de copias"),
    ("SV", "genomic", "Structural variants", "Variantes estructurales", "structural variant|structural variation|fusions|fusion genes|gene fusions|rearrangements|translocations", "fusiones|fusiones génicas|genes de fusión|reordenamientos|translocaciones"),
    ("cytogenetics", "genomic", "Cytogenetics", "Citogenética", "cytogenetic|cytogenetic data|karyotype|karyotypes|karyotyping|FISH", "citogenético|cariotipo|cariotipos"),
    ("methylation", "genomic", "DNA methylation", "Metilación del ADN", "methylation|methylation array|methylome|epigenomic|epigenomics|epigenetics|epigenomic data", "metilación|metiloma|epigenómica|epigenética"),
    ("transcriptomic", "genomic", "Transcriptomic data", "Datos transcriptómicos", "transcriptomic|transcriptomics|transcriptome|transcriptomes|gene expression|expression|expression data|expression profiles", "transcriptómica|transcriptoma|expresión génica|expresión"),
    ("RNA-seq", "transcriptomic", "RNA sequencing", "Secuenciación de ARN", "RNASeq|RNA|mRNA|mRNA-seq|RNA sequence|transcriptome sequencing", "ARN|ARN-seq|secuenciación del ARN"),
    ("miRNA", "transcriptomic", "MicroRNA", "MicroARN", "microRNAs|miRNAs|miRNA-seq|miRNA expression", "miARN|microARNs"),
    ("expression-array", "transcriptomic", "Expression array", "Matriz de expresión", "expression arrays|gene expression array|expression microarray|microarray|microarrays|gene expression profiling|GEP", "array de expresión|microarray de expresión|micromatriz|micromatrices"),
    ("single-cell", "molecular", "Single-cell data", "Datos de célula única", "single cell|single cell sequencing|single-cell RNA-seq|scRNA-seq|scRNA|single-cell genomics", "célula única|unicelular|secuenciación de célula única"),
    ("proteomic", "molecular", "Proteomic data", "Datos proteómicos", "proteomic|proteomics|proteome|protein expression|mass spectrometry|proteomes", "proteómica|proteoma|expresión de proteínas"),
    ("RPPA", "proteomic", "Reverse phase protein array", "Matriz de proteínas en fase inversa", "protein array|protein arrays|reverse-phase protein arrays", "array de proteínas"),
    ("laboratory", "", "Laboratory results", "Resultados de laboratorio", "laboratory|laboratory data|lab|labs|lab data|lab results|blood tests|blood counts|blood count|CBC|biochemistry", "laboratorio|datos de laboratorio|analítica|analíticas|hemograma|hemogramas|bioquímica"),
    ("flow-cytometry", "laboratory", "Flow cytometry", "Citometría de flujo", "flow|cytometry|FCM|MFC|multiparameter flow cytometry|immunophenotype|immunophenotyping|immunophenotypes", "citometría|inmunofenotipo|inmunofenotipado"),
    ("drug-response", "laboratory", "Ex vivo drug response", "Respuesta ex vivo a fármacos", "drug response|drug sensitivity|drug screening|drug sensitivity screening|ex vivo drug sensitivity", "respuesta a fármacos|sensibilidad a fármacos"),
    ("imaging", "", "Imaging", "Imagen médica", "images|medical images|medical imaging|radiology|scans|radiomics", "imagen|imágenes|imágenes médicas|radiología|radiómica"),
    ("PET-CT", "imaging", "PET-CT", "PET-TC", "PET|PET/CT|PET scan|FDG-PET|CT|CT scan", "PET-TAC|TC|TAC"),
    ("MRI", "imaging", "Magnetic resonance imaging", "Resonancia magnética", "MRI|MR imaging|magnetic resonance", "resonancia|RM|RMN"),
    ("histology", "imaging", "Histology images", "Imágenes histológicas", "histology|histopathology|pathology images|digital pathology|whole slide images|whole slide imaging|WSI|slides|bone marrow smears", "histología|histopatología|anatomía patológica|patología digital|preparaciones"),
    ("clinical", "", "Clinical data", "Datos clínicos", "clinical|clinical features|clinical variables|patient data|demographics", "clínico|clínicos|clínica|variables clínicas|demográficos"),
    ("treatment", "clinical", "Treatment timeline", "Cronología del tratamiento", "treatment|treatments|therapy|therapies|treatment data|treatment lines|treatment history|lines of therapy|lines of treatment|line of therapy|chemotherapy|chemotherapies|treatment regimen|treatment regimens|regimens", "tratamiento|tratamientos|terapia|terapias|líneas de tratamiento|línea de tratamiento|historial de tratamiento"),
    ("medication", "clinical", "Medication", "Medicación", "medications|drugs|drug exposure|prescriptions|prescribing|dispensing|pharmacy|pharmacy data", "medicamentos|fármacos|recetas|prescripciones|dispensación|farmacia"),
    ("EHR", "clinical", "Electronic health records", "Historia clínica electrónica", "EHRs|EMR|electronic health record|electronic medical record|electronic medical records|EHR data|hospital records|health records|medical records|routine care data|real-world data|RWD", "HCE|historias clínicas|historias clínicas electrónicas|historia clínica|registros hospitalarios|datos del mundo real"),
    ("QoL", "", "Quality of life questionnaires", "Cuestionarios de calidad de vida", "quality of life|HRQoL|health related quality of life|quality of life data|quality-of-life questionnaire|patient reported outcomes|patient-reported outcome measures|PRO|PROs|PROM|PROMs|questionnaires", "calidad de vida|CVRS|cuestionarios|resultados comunicados por el paciente"),
    ("registry", "", "Registry data", "Datos de registro", "registry|registries|register|register data|cancer registry data|disease registry data", "registro|registros|datos de registros|registro de cáncer"),
    ("administrative", "", "Administrative data", "Datos administrativos", "administrative|linked administrative data|linked data|linked records|record linkage|data linkage|linkage", "administrativos|datos administrativos vinculados|datos vinculados|datos enlazados"),
    ("claims", "administrative", "Claims data", "Datos de facturación", "claims|insurance claims|administrative claims|health insurance data|billing data|reimbursement data|insurance|insurance data", "facturación|reclamaciones|datos de aseguradoras|reembolsos"),
    ("biosample", "", "Biospecimens", "Muestras biológicas", "biosamples|biospecimen|specimen|specimens|samples|biological samples|biobank samples|biobank|tissue|tissue samples|blood samples|bone marrow samples|biomaterial|biomaterials|DNA samples|RNA samples|serum|serum samples|plasma samples|cryopreserved cells|viable cells", "muestra biológica|muestras|biomuestras|muestras de biobanco|biobanco|tejido|muestras de sangre"),
)
# Health records, claims and registries are what the regulators call so (EMA's data quality framework, FDA's framework of 2018).
_REAL_WORLD = (
    "real-world data|RWD|real-world evidence|RWE|real world|routine care|routine practice|routine clinical care|"
    "routine clinical practice|everyday practice|usual care",
    "datos de la vida real|datos del mundo real|vida real|evidencia del mundo real|práctica clínica habitual|"
    "práctica habitual",
)
_SOURCE_TYPES: OwnRows = (
    ("registry", "", "Registry", "Registro", "registries|register|patient registry|disease registry|disease-specific registry|cancer registry|population-based registry|clinical registry|" + _REAL_WORLD[0], "registros|registro de pacientes|registro de enfermedad|registro de cáncer|registro poblacional|" + _REAL_WORLD[1]),
    ("clinical-trial", "", "Clinical trial", "Ensayo clínico", "trial|trials|clinical trials|clinical study|clinical studies|trial data|trial archive|interventional study|RCT|randomised trial|randomized trial|randomised controlled trial|randomized controlled trial", "ensayo|ensayos|ensayos clínicos|estudio clínico|estudios clínicos"),
    ("EHR", "", "Electronic health records", "Historia clínica electrónica", "EHRs|EMR|electronic health record|electronic medical records|hospital data|hospital data mart|data mart|data warehouse|hospital records|health records|medical records|" + _REAL_WORLD[0], "HCE|historias clínicas electrónicas|historia clínica|historias clínicas|datos hospitalarios|almacén de datos|" + _REAL_WORLD[1]),
    ("claims", "", "Administrative claims", "Datos de facturación", "claims|claims data|administrative data|administrative|insurance claims|health insurance|" + _REAL_WORLD[0], "facturación|datos administrativos|aseguradoras|seguro de salud|" + _REAL_WORLD[1]),
    ("biobank", "", "Biobank", "Biobanco", "biobanks|biorepository|biobanking|sample collection|biospecimen bank|tissue bank", "biobancos|biorrepositorio|colección de muestras|banco de tejidos"),
    ("cohort", "", "Cohort", "Cohorte", "cohorts|cohort study|cohort studies|observational study|observational cohort", "cohortes|estudio de cohortes|estudio observacional"),
    ("genomic-cohort", "cohort", "Genomic cohort", "Cohorte genómica", "genomic cohorts|genomic study|sequencing cohort|sequencing study|genomics cohort", "cohortes genómicas|estudio genómico"),
    ("longitudinal-cohort", "cohort", "Longitudinal cohort", "Cohorte longitudinal", "longitudinal study|longitudinal|prospective cohort|follow-up study", "estudio longitudinal|cohorte prospectiva|estudio de seguimiento"),
    ("case-series", "", "Case series", "Serie de casos", "case reports|case collection", "series de casos|casos clínicos"),
    ("imaging-collection", "", "Imaging collection", "Colección de imágenes", "image collection|imaging archive|image archive|imaging database", "archivo de imágenes|base de imágenes"),
    ("platform", "", "Data platform", "Plataforma de datos", "platform|platforms|big data platform|data commons|data lake|pooled database", "plataforma|plataformas|datos agrupados"),
    ("federated-network", "", "Federated network", "Red federada", "federated|network|networks|data network|federated data network|distributed network", "red de datos|redes federadas|red distribuida"),
    ("survey", "", "Survey", "Encuesta", "surveys|health survey|questionnaire survey|questionnaire study", "encuestas|encuesta de salud"),
    ("screening", "", "Screening programme", "Programa de cribado", "screening|screening program|screening programmes|newborn screening", "cribado|cribados|tamizaje"),
    ("post-authorisation", "", "Post-authorisation study", "Estudio posautorización", "PASS|post-authorization study|post-marketing study|phase IV study", "estudio postautorización|farmacovigilancia"),
)
_AGE_GROUPS: OwnRows = (
    ("paediatric", "", "Children and adolescents (0–17)", "Niños y adolescentes (0–17)", "pediatric|paediatrics|pediatrics|child|children|childhood|kid|kids|infant|infants|infancy|newborn|newborns|neonate|neonates|neonatal|adolescent|adolescents|adolescence|teenager|teenagers|minors|juvenile", "pediátrico|pediátrica|pediátricos|pediátricas|pediatría|niño|niños|niña|niñas|infantil|infantiles|infancia|lactante|lactantes|neonato|neonatos|adolescente|adolescentes|adolescencia|menores"),
    ("adult", "", "Adults (18 and over)", "Adultos (18 o más)", "adults|adulthood|grown-ups", "adulto|adulta|adultos|adultas|edad adulta"),
    ("older", "adult", "Older adults (65 and over)", "Personas mayores (65 o más)", "older adult|older adults|older people|older patients|elderly|elderly patients|senior|seniors|geriatric", "personas mayores|pacientes mayores|adulto mayor|adultos mayores|anciano|anciana|ancianos|ancianas|tercera edad|geriátrico|geriátricos"),
)

_OURS = {"separator": ":", "source": "made for this project", "licence": "CC0 1.0", "credit": "the Marrow developers"}

OWN_LISTS: dict[str, tuple[dict[str, str], OwnRows]] = {
    "data-kinds": ({"scheme": "urn:fdc:vocab:data-kinds", "title": "Kinds of data"} | _OURS, _DATA_KINDS),
    "source-types": ({"scheme": "urn:fdc:vocab:source-types", "title": "Types of source"} | _OURS, _SOURCE_TYPES),
    "age-groups": ({"scheme": "urn:fdc:vocab:age-groups", "title": "Age groups"} | _OURS, _AGE_GROUPS),
}
