import { report } from './campaign.ts';
import './stories.ts';
import './borders.ts';
import './imports.ts';
import './editors.ts';
import './requests.ts';
import './stored-values.ts';

report();
