package dev.tributary.store.embedded;

import ca.uhn.fhir.jpa.api.config.JpaStorageSettings;
import ca.uhn.fhir.jpa.api.config.JpaStorageSettings.ClientIdStrategyEnum;
import ca.uhn.fhir.jpa.api.config.JpaStorageSettings.IdStrategyEnum;
import ca.uhn.fhir.jpa.api.config.JpaStorageSettings.StoreMetaSourceInformationEnum;
import ca.uhn.fhir.jpa.model.entity.StorageSettings.TagStorageModeEnum;

/** How HAPI stores, each setting with its reason. */
final class StorageRules {

    private StorageRules() {}

    static JpaStorageSettings settings() {
        JpaStorageSettings settings = new JpaStorageSettings();
        settings.setResourceServerIdStrategy(IdStrategyEnum.UUID);
        settings.setResourceClientIdStrategy(ClientIdStrategyEnum.ANY);
        settings.setEnforceReferentialIntegrityOnWrite(false);
        settings.setAutoCreatePlaceholderReferenceTargets(false);
        settings.setAllowExternalReferences(true);
        settings.setStoreMetaSourceInformation(StoreMetaSourceInformationEnum.SOURCE_URI);
        settings.setTagStorageMode(TagStorageModeEnum.INLINE);
        settings.setReuseCachedSearchResultsForMillis(null);
        settings.setMarkResourcesForReindexingUponSearchParameterChange(false);
        settings.setPreExpandValueSets(false);
        settings.setSchedulingDisabled(true);
        settings.setHibernateSearchIndexSearchParams(false);
        return settings;
    }
}
