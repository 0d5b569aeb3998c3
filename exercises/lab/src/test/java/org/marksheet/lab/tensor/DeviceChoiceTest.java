package org.marksheet.lab.tensor;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import ai.djl.Device;
import ai.djl.ndarray.NDManager;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class DeviceChoiceTest {
    private final String before = System.getProperty(Torch.DEVICE);

    @AfterEach
    void restore() {
        if (before == null) {
            System.clearProperty(Torch.DEVICE);
        } else {
            System.setProperty(Torch.DEVICE, before);
        }
    }

    @Test
    void eachSpellingMeansADevice() {
        assertThat(DeviceChoice.parse("cpu").among(4)).isEqualTo(Device.cpu());
        assertThat(DeviceChoice.parse("gpu").among(4)).isEqualTo(Device.gpu(0));
        assertThat(DeviceChoice.parse("gpu:3").among(4)).isEqualTo(Device.gpu(3));
        assertThat(DeviceChoice.parse("auto").among(4)).isEqualTo(Device.gpu(0));
        assertThat(DeviceChoice.parse("Auto").among(0)).isEqualTo(Device.cpu());
        assertThat(DeviceChoice.parse("gpu:12")).hasToString("gpu:12");
        assertThat(DeviceChoice.parse("auto")).hasToString("auto");
    }

    @ParameterizedTest
    @ValueSource(strings = {"", "cuda", "gpu:", "gpu:-1", "gpu:1000", "cpu:0", "gpu 1"})
    void otherSpellingsAreRefused(String text) {
        assertThatThrownBy(() -> DeviceChoice.parse(text))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessage("--device is \"" + text + "\"; it must be cpu, gpu, gpu:N (N counts from 0) or auto.");
    }

    @Test
    void aGpuThatIsNotThereIsSaidWithThoseThatAre() {
        assertThatThrownBy(() -> DeviceChoice.parse("gpu:2").among(2))
                .isInstanceOf(NoGpuException.class)
                .hasMessage("There is no GPU 2: there are gpu:0 to gpu:1.");
        assertThatThrownBy(() -> DeviceChoice.parse("gpu:1").among(1))
                .hasMessage("There is no GPU 1: the only one that can be counted here is gpu:0.");
    }

    @Test
    void withoutAnyTheMessageSaysWhatIsLoadedAndHowToGetTheOther() {
        assertThatThrownBy(() -> DeviceChoice.parse("gpu").among(0))
                .isInstanceOf(NoGpuException.class)
                .hasMessageContaining("libtorch " + Torch.engine().getVersion() + " is loaded in its build for CPUs")
                .hasMessageContaining("pip install torch==" + Torch.engine().getVersion())
                .hasMessageContaining("PYTORCH_LIBRARY_PATH")
                .hasMessageContaining("PYTORCH_VERSION=" + Torch.engine().getVersion())
                .hasMessageContaining("PYTORCH_FLAVOR=cu128")
                .hasMessageEndingWith("--device cpu");
    }

    @Test
    void theFlavorThatTheMessageNamesIsOneThatTheBindingHas() {
        assertThat(Torch.class.getResource("/jnilib/linux-x86_64/" + Torch.CUDA_FLAVOR + "/libdjl_torch.so")).isNotNull();
    }

    @Test
    void allManagersAreOfTheDeviceThatIsInUse() {
        assumeTrue(Torch.gpuCount() == 0, "with a GPU, auto means that one");
        Torch.use(DeviceChoice.parse("auto"));
        assertThat(Torch.device()).isEqualTo(Device.cpu());
        try (NDManager manager = Torch.manager()) {
            assertThat(manager.getDevice()).isEqualTo(Device.cpu());
            assertThat(Torch.scopeManager()).isSameAs(manager.getParentManager());
        }
    }

    @Test
    void aProcessThatIsToldToUseAGpuDoesNotQuietlyComputeElsewhere() {
        assumeTrue(Torch.gpuCount() == 0, "there is a GPU");
        assertThatThrownBy(() -> Torch.use(DeviceChoice.parse("gpu"))).isInstanceOf(NoGpuException.class);
        System.setProperty(Torch.DEVICE, "gpu:0");
        assertThatThrownBy(Torch::manager).isInstanceOf(NoGpuException.class);
    }
}
